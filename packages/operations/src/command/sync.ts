/** [N5] Where a space stands, in words: channel by channel what is pending or missing, and with whom. */
import type { ChannelSync, Holder, SyncStatus } from '../sync-shapes.ts';
import { harmlessLine } from './harmless.ts';

const KINDS = {
  decisions: 'the space’s decisions',
  keys: 'its keys',
  letters: 'letters',
  channel: '',
} as const;

const whereOf = ({ kind, name, connected }: Holder): string =>
  `${kind === 'relay' ? 'relay ' : ''}${harmlessLine(name)}${kind === 'own' ? ' (another device of yours)' : ''}${
    connected ? '' : ', not connected'
  }`;

const counted = (count: number, one: string, many: string): string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];

const renderChannel = (it: ChannelSync): string[] => {
  const open = [
    ...counted(it.pending, 'entry of yours is pending', 'entries of yours are pending'),
    ...counted(it.lacking, 'entry is not here yet', 'entries are not here yet'),
    ...counted(it.missing, 'entry came without its words', 'entries came without their words'),
    ...counted(it.unreadable, 'entry waits for its key', 'entries wait for their keys'),
  ];
  const name = it.kind === 'channel' ? `#${harmlessLine(it.name)}` : KINDS[it.kind];
  return [
    `  ${name}: ${open.length === 0 ? 'nothing pending, nothing missing' : open.join(', ')}`,
    ...it.stored.map((holder) => `    stores ${holder.entries} of your ${it.mine}: ${whereOf(holder)}`),
    ...it.sources.map(
      (source) =>
        `    should have what is missing: ${whereOf(source)} (${source.because === 'wrote' ? 'wrote it' : 'signed for it'})`,
    ),
  ];
};

/** What stands beside a record of the rest. */
export const renderChannels = (channels: SyncStatus['channels']): string[] =>
  channels.length === 0 ? [] : ['channels:', ...channels.flatMap(renderChannel)];
