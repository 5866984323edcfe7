/** A loader's hook that hands TypeScript on as the JavaScript that it is: what instruments it reads nothing else. */
import { type LoadHook, stripTypeScriptTypes } from 'node:module';

export const load: LoadHook = async (url, context, next) => {
  const loaded = await next(url, context);
  if (loaded.format !== 'module-typescript' || loaded.source === undefined || loaded.source === null)
    return loaded;
  const source = typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source);
  return { ...loaded, format: 'module', source: stripTypeScriptTypes(source) };
};
