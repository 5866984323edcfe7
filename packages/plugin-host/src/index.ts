export type { Place, Places } from './grants/authorise.ts';
export type { Grant, Grants } from './grants/grant.ts';
export { openPluginHost, type PluginHost, type PluginStatus } from './host.ts';
export type { PanelFile } from './panel/files.ts';
export type { PluginEvent, PluginPorts, PluginStore } from './plugin/ports.ts';
