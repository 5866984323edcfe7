import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/TextsProvider.tsx';
import { usePlace } from '../timeline/PlaceProvider.tsx';
import { isMisleading, readAddress, readPermalink } from './address.ts';

export interface MarkdownLinkProps {
  href: string;
  /** What the reader sees, as plain words. */
  words: string;
  children: ReactNode;
}

/** An address that may be followed, with a warning where its words promise another one. Anything else is text. */
export const MarkdownLink = ({ href, words, children }: MarkdownLinkProps) => {
  const t = useTexts();
  const { goToMessage, openInvitation } = usePlace();
  const address = readAddress(href);
  if (address === undefined)
    return (
      <>
        {children}
        {words === href ? null : <span className="faint"> ({href})</span>}
      </>
    );
  if (address.kind === 'plexi') {
    const message = readPermalink(address.href);
    return (
      <button
        type="button"
        className="md-link"
        onClick={() => (message === undefined ? openInvitation(address.href) : goToMessage(message))}
      >
        {words === href ? t(message === undefined ? 'link.invite' : 'link.message') : children}
      </button>
    );
  }
  return (
    <>
      <a href={address.href} target="_blank" rel="noreferrer noopener" title={address.href}>
        <bdi>{children}</bdi>
      </a>
      {isMisleading(words, address) ? (
        <span className="md-warning">
          <TriangleAlert size={12} aria-hidden="true" />
          <bdi dir="ltr">{t('link.leads', { host: address.host })}</bdi>
        </span>
      ) : null}
    </>
  );
};
