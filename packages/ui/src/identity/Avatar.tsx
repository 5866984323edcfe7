import { FileInput } from 'lucide-react';
import type { CSSProperties } from 'react';
import { isSmallPicture } from '../files/small-picture.ts';
import { derivePattern, takeInitials } from './pattern.ts';

const QUARTERS = [
  'M0 0H10A10 10 0 0 1 0 10Z',
  'M10 0V10A10 10 0 0 1 0 0Z',
  'M10 10H0A10 10 0 0 1 10 0Z',
  'M0 10V0A10 10 0 0 1 10 10Z',
] as const;

export interface AvatarProps {
  /** Account or space id: decides colour and pattern. */
  id: string;
  name: string;
  size?: 'tiny' | 'small' | 'medium' | 'large';
  /** A data: address of what the person chose; the derived one without it. */
  picture?: string | undefined;
  shape?: 'person' | 'space';
}

/** A picture derived from an id. The name stands beside it wherever it is shown, so it is hidden from screen readers. */
export const Avatar = ({ id, name, size = 'medium', shape = 'person', picture = '' }: AvatarProps) => {
  const { hue, cells } = derivePattern(id);
  return (
    <span
      className="avatar"
      data-size={size}
      data-shape={shape}
      aria-hidden="true"
      style={{ '--avatar-hue': hue } as CSSProperties}
    >
      <svg viewBox="0 0 30 30" focusable="false">
        {cells.map((corner, cell) =>
          corner === undefined ? null : (
            <path
              key={`${cell}-${corner}`}
              d={QUARTERS[corner]}
              transform={`translate(${(cell % 3) * 10} ${Math.floor(cell / 3) * 10})`}
            />
          ),
        )}
      </svg>
      {/* Drawn by the style sheet: to whoever reads the page aloud, the name beside it is enough. */}
      {size === 'tiny' ? null : <span className="avatar-initials" data-initials={takeInitials(name)} />}
      {isSmallPicture(picture) ? <img src={picture} alt="" /> : null}
    </span>
  );
};

/** Stands where an avatar would, for words that no key vouches for. */
export const ImportedMark = () => (
  <span className="avatar avatar-imported" data-size="medium" aria-hidden="true">
    <FileInput size={16} />
  </span>
);
