/** A program of its own: makes the bundle that a start found missing, behind everything else that the machine does. */
import { constants, setPriority } from 'node:os';
import { ROOT } from './current.ts';
import { makeBundle } from './make.ts';

setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
await makeBundle(ROOT);
