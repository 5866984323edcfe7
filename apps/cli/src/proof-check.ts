/** `plexi proof check`: says what a proof proves; needs no profile and no network. */
import { open } from 'node:fs/promises';
import { type Invocation, renderOutput } from '@plexi/operations/command';
import { checkProof } from '@plexi/peer/check-proof';
import { LIMITS, plexiError } from '@plexi/protocol';
import { print } from './printing.ts';
import { readStandardInput } from './reading.ts';

/** The file, of which no more is read than a proof may have. Throws NOT_FOUND, FILE_UNREADABLE, TOO_LARGE. */
const readFile = async (path: string): Promise<string> => {
  try {
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read(new Uint8Array(LIMITS.proofBytes + 1), 0);
    return new TextDecoder().decode(buffer.subarray(0, bytesRead));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') throw plexiError('NOT_FOUND', { cause: error, detail: `file ${path}` });
    throw plexiError('FILE_UNREADABLE', { cause: error, detail: path });
  }
};

/** Prints what a proof proves. Throws PROOF_INVALID where it proves nothing, NOT_FOUND, FILE_UNREADABLE, TOO_LARGE. */
export const runProofCheck = async ({ operation, input, json }: Invocation): Promise<void> => {
  const { path } = operation.input.parse(input) as { path: string };
  const said = checkProof(path === '-' ? await readStandardInput() : await readFile(path));
  await print(json ? JSON.stringify(said) : renderOutput(operation, said));
};
