export { RefText } from '@mosaic/contracts/gitea';
