/** Secrets that were in a node's memory and are on its disk in no form that is easily read, for trying them later. */
const memories = new Map<string, Map<string, Uint8Array>>();

export const remember = (node: string, secret: Uint8Array): void => {
  const known = memories.get(node) ?? new Map<string, Uint8Array>();
  memories.set(node, known.set(Buffer.from(secret).toString('latin1'), secret.slice()));
};

export const rememberedBy = (node: string): Uint8Array[] => [...(memories.get(node)?.values() ?? [])];

/** The same of what an epoch of a key group exports its secret from: whoever was in the epoch can, whether they did or not. */
const exporters = new Map<string, Map<string, Uint8Array>>();

export const rememberExporter = (node: string, secret: Uint8Array): void => {
  const known = exporters.get(node) ?? new Map<string, Uint8Array>();
  exporters.set(node, known.set(Buffer.from(secret).toString('latin1'), secret.slice()));
};

export const exportersOf = (node: string): Uint8Array[] => [...(exporters.get(node)?.values() ?? [])];

export const wipeMemories = (): void => {
  memories.clear();
  exporters.clear();
};
