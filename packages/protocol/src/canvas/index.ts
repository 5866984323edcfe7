/** A channel's canvas: rich text that its members edit together. */
export * from './client-id.ts';
export * from './compare.ts';
export * from './content.ts';
export * from './document.ts';
export * from './link.ts';
export * from './markdown.ts';
export * from './schema.ts';
export * from './update.ts';
