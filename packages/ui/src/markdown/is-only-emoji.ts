/** Letters that are shown large when they are all that was written. */
const MOST = 12;
/** UTF-16 units: a family of four takes 11, a flag of a region 14. */
const LONGEST = MOST * 14;
const EMOJI = /^\p{RGI_Emoji}$/v;
const letters = new Intl.Segmenter();

/** Whether a text is a few emoji and nothing else. */
export const isOnlyEmoji = (text: string): boolean => {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > LONGEST) return false;
  const found = [...letters.segment(trimmed)]
    .map(({ segment }) => segment)
    .filter((one) => one.trim() !== '');
  return found.length <= MOST && found.every((one) => EMOJI.test(one));
};
