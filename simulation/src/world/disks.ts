/** The disks of a run, by the node whose life asks. */
import { lifeHere, randomOf } from '../machine/machine.ts';
import { createDisk, type Disk } from './disk.ts';

const disks = new Map<string, Disk>();

export const diskOf = (node: string): Disk => {
  const disk = disks.get(node) ?? createDisk(node, randomOf(`disk ${node}`));
  disks.set(node, disk);
  return disk;
};

export const diskHere = (): Disk => diskOf(lifeHere()?.node ?? 'harness');

export const wipeDisks = (): void => disks.clear();
