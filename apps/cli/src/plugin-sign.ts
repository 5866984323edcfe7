/** `plexi plugin sign`: needs no profile. */
import { type Invocation, renderOutput } from '@plexi/operations/command';
import { signPlugin } from '@plexi/peer/sign-plugin';
import { print } from './printing.ts';

interface Input {
  path: string;
  key: string;
  out?: string;
}

/** Throws FILE_UNREADABLE, FILE_UNWRITABLE, PLUGIN_INVALID. */
export const runPluginSign = async ({ operation, input, json }: Invocation): Promise<void> => {
  const { path: folder, key, out } = operation.input.parse(input) as Input;
  const signed = await signPlugin({ folder, key, out });
  await print(json ? JSON.stringify(signed) : renderOutput(operation, signed));
};
