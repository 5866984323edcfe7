/** Where this package's word lists and weights are: beside the source, or seen from the bundle's moderation-thread.js. */
export const PACKAGE_FOLDER = new URL(
  import.meta.url.endsWith('.ts') ? '../../' : '../../../../packages/ai/',
  import.meta.url,
);
