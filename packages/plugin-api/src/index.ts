export * from './capability.ts';
export * from './manifest.ts';
export * from './package/archive.ts';
export * from './package/files.ts';
export * from './package/signature.ts';
export type * from './plexi.ts';
export { inLanguage, type Words, wordsShape } from './words.ts';
