import type { ContentWriter } from '../contents/content-writer.ts';
import { AssetWriter } from '../releases/asset-writer.ts';
import { ReleaseReader } from '../releases/release-reader.ts';
import { ReleaseWriter } from '../releases/release-writer.ts';
import type { ForgePorts } from './ports.ts';

/** What is told of tags, and the files beside it. */
export function composeReleases(ports: ForgePorts, contents: ContentWriter) {
  const { store, events, folders, blobs, log, settings } = ports;
  const assets = new AssetWriter({ store, events, blobs, log, limits: settings });
  return { reader: new ReleaseReader(store), writer: new ReleaseWriter({ events, folders, contents, assets }), assets };
}
