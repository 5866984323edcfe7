export * from './box.ts';
export * from './chunk.ts';
export * from './entry.ts';
export * from './mail.ts';
export * from './to-devices.ts';
