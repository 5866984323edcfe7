/** Loaded before everything else: what is loaded later finds the machine and the stand-ins. */
import { installMachine } from './machine/globals.ts';
import { substituteModules } from './machine/substitute.ts';

substituteModules();
installMachine();
