/** What the composer is writing, beside a plain message. */
import type { Message } from '@plexi/operations';

export type ComposerMode = { kind: 'answer' | 'edit'; message: Message } | undefined;
