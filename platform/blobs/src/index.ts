export { openFileBlobs, type BlobStore } from './file-blobs.ts';
