export * from './connect-profile.ts';
export * from './folder-lock.ts';
export * from './line-connection.ts';
export * from './local-socket.ts';
export * from './private-files.ts';
export * from './profile-path.ts';
export * from './serve-profile.ts';
