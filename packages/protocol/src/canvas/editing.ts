/** What an editor needs of the canvas: all but whose client ids are whose, which peers alone decide. */
export * from './content.ts';
export * from './document.ts';
export * from './link.ts';
export * from './markdown.ts';
export * from './schema.ts';
export * from './tables.ts';
export * from './update.ts';
