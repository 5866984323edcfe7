import path from 'node:path';
import { expect, test } from 'vitest';
import { gatherPrograms } from '../src/make.ts';
import { PROGRAMS } from '../src/programs.ts';

const ROOT = path.join(import.meta.dirname, '..', '..', '..');
const OPENS_BODIES = /packages\/crypto\/src\/(?:sealing|key-group)\//u;
/** Loaded where that is the daemon's role only: an AI node is a member. */
const AI_ROLE = 'apps/relay/src/ai/run-ai.ts';

test('[N4] of the bundle that a relay runs, nothing that it can load seals or opens a body', {
  timeout: 60_000,
}, async () => {
  const bundle = await gatherPrograms(ROOT, new Map());
  const { output } = await bundle.generate({ format: 'esm' });
  await bundle.close();
  const chunks = new Map(
    output.flatMap((part) => (part.type === 'chunk' ? [[part.fileName, part] as const] : [])),
  );
  const relay = [...chunks.values()].find(({ facadeModuleId }) => facadeModuleId?.endsWith(PROGRAMS.relay));
  const seen = new Set<string>();
  const ai: string[] = [];
  /** What a chunk holds, and what the chunks hold that it imports, at once or later. */
  const reach = (name: string): string[] => {
    const chunk = chunks.get(name);
    if (chunk === undefined || seen.has(name)) return [];
    seen.add(name);
    if (chunk.facadeModuleId?.endsWith(AI_ROLE) === true) {
      ai.push(name);
      return [];
    }
    return [...chunk.moduleIds, ...[...chunk.imports, ...chunk.dynamicImports].flatMap(reach)];
  };
  const reached = reach(relay?.fileName ?? '').map((id) => path.relative(ROOT, id).replaceAll(path.sep, '/'));
  expect(reached).toContain('apps/relay/src/relay.ts');
  expect(ai).toHaveLength(1);
  expect(reached.filter((file) => OPENS_BODIES.test(file))).toEqual([]);
  // They are in the bundle, for others.
  expect([...chunks.values()].some(({ moduleIds }) => moduleIds.some((id) => OPENS_BODIES.test(id)))).toBe(
    true,
  );
});
