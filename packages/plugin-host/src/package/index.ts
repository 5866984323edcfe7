export * from './open-package.ts';
export { readFolder } from './read-folder.ts';
