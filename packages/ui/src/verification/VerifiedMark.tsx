import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useTexts } from '../texts/TextsProvider.tsx';
import { useVerified } from './VerifiedProvider.tsx';

/** Beside a name: that all of these people were verified, or that one of them has devices which came later. */
export const VerifiedMark = ({ accounts }: { accounts: readonly string[] }) => {
  const t = useTexts();
  const { people } = useVerified();
  const states = accounts.map((account) => people.get(account)?.state ?? 'none');
  const state = states.includes('changed')
    ? 'changed'
    : states.length > 0 && states.every((one) => one === 'verified')
      ? 'verified'
      : 'none';
  if (state === 'none') return null;
  const words = t(`verify.mark.${state}`);
  const Icon = state === 'changed' ? ShieldAlert : ShieldCheck;
  return (
    <span className="verified-mark" data-state={state} title={words}>
      <Icon size={15} aria-hidden="true" />
      <span className="unseen">{words}</span>
    </span>
  );
};
