/** The mark: two arcs that hold each other, nobody in the middle. */
export const Emblem = ({ size = 44 }: { size?: number }) => (
  <svg className="emblem" width={size} height={size} viewBox="0 0 44 44" aria-hidden="true" focusable="false">
    <path className="emblem-one" d="M6 22A16 16 0 0 1 22 6h4v10h-4a6 6 0 0 0-6 6v4H6Z" />
    <path className="emblem-two" d="M38 22A16 16 0 0 1 22 38h-4V28h4a6 6 0 0 0 6-6v-4h10Z" />
  </svg>
);
