/** The table of governance acts, from the policy that judges them. */
import { POLICY } from '../../packages/protocol/src/governance/policy.ts';

/** Each act, the rank that it needs, and what stands against it. */
export function describeActs(): string {
  const rows = Object.entries<{ needs: string; unless?: object }>(POLICY).map(
    ([act, { needs, unless }]) =>
      `| \`${act}\` | ${needs} | ${Object.keys(unless ?? {}).join('; ') || 'nothing'} |`,
  );
  return ['| act | needs | unless |', '| --- | --- | --- |', ...rows].join('\n');
}
