/** `npm run simulate -- [--seed S] [--seeds N] [--nodes N] [--groups real|modelled] [--json]`. */
import './install.ts';

const { simulate } = await import('./command.ts');
process.exit(await simulate(process.argv.slice(2)));
