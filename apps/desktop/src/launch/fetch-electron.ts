/** A program of its own: fetches Electron's binary into its package, and tells how far it is over IPC. */
import { createRequire } from 'node:module';
import { PLACES } from './places.ts';

interface Progress {
  transferred: number;
  total: number | null;
}

type DownloadArtifact = (options: {
  version: string;
  artifactName: string;
  platform: string;
  arch: string;
  checksums: Record<string, string>;
  downloadOptions: { quiet: boolean; getProgressCallback: (progress: Progress) => Promise<void> };
}) => Promise<string>;

const fromDesktop = createRequire(`${PLACES.desktop}/package.json`);
const electronManifest = fromDesktop.resolve('electron/package.json');
const fromElectron = createRequire(electronManifest);

const { version } = fromElectron(electronManifest) as { version: string };
const { downloadArtifact } = (await import(fromElectron.resolve('@electron/get'))) as {
  downloadArtifact: DownloadArtifact;
};

// Into Electron's own cache, checked against the checksums that came with the package.
await downloadArtifact({
  version,
  artifactName: 'electron',
  platform: process.platform,
  arch: process.arch,
  checksums: fromElectron('./checksums.json') as Record<string, string>,
  downloadOptions: {
    quiet: true,
    getProgressCallback: async ({ transferred, total }) => {
      process.send?.({ transferred, total });
    },
  },
});
// Electron's own installer unpacks it from the cache.
fromElectron('./install.js');
