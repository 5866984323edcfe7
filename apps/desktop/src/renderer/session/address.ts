/** What the one-time address carries in its fragment, which no server and no log ever sees: `#token=…&join=…`. */

export interface OneTimeAddress {
  token: string | undefined;
  invitation: string | undefined;
}

/** Characters; anything longer was not made by us. */
const LONGEST_TOKEN = 256;
const LONGEST_LINK = 8192;

export const readAddress = (hash: string): OneTimeAddress => {
  const fields = new URLSearchParams(hash.replace(/^#/u, ''));
  const take = (name: string, longest: number): string | undefined => {
    const value = fields.get(name);
    return value === null || value === '' || value.length > longest ? undefined : value;
  };
  return { token: take('token', LONGEST_TOKEN), invitation: take('join', LONGEST_LINK) };
};
