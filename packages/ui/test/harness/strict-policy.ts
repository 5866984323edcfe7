/** Loaded first, as in the app: zod must not try `new Function`, which the policy refuses. */
import { config } from 'zod';

config({ jitless: true });
