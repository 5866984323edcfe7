import type { KeptProofSaid } from '@plexi/operations';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { CopyField } from '../controls/CopyField.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { sayFullTime } from '../timeline/say-time.ts';

interface ProofLineProps {
  space: string;
  proof: KeptProofSaid;
}

/** Reasons that a relay gave, which the space does not bear out. */
const REASONS = { forked: 'relay.broken.forked', relisted: 'relay.broken.relisted' } as const;

/** What two signed words of a relay say, and the words themselves to take along. */
const ProofLine = ({ space, proof }: ProofLineProps) => {
  const t = useTexts();
  const [text, setText] = useState<string>();
  const peer = usePeer();
  const { run, failure, busy } = useCommand(async () => {
    setText((await peer.call('proof.export', { space, id: proof.id })).proof);
  });
  const what = { promised: proof.promised, held: proof.held, when: sayFullTime(proof.at, t.locale) };
  return (
    <li className="relay-proof small">
      <p>
        {proof.place === undefined || proof.wrote === undefined
          ? t('relay.broken.log', what)
          : t('relay.broken.channel', { ...what, name: proof.wrote, channel: proof.place })}{' '}
        {proof.kind === 'lost' ? t('relay.broken.lost', what) : t('relay.broken.other', what)}
        {proof.reason !== undefined && ` ${t(REASONS[proof.reason])} ${t('relay.broken.members')}`}
      </p>
      <FailureNotice failure={failure} />
      {proof.reason !== undefined ? undefined : text === undefined ? (
        <Button onPress={() => run()} busy={busy}>
          {t('relay.broken.export')}
        </Button>
      ) : (
        <CopyField label={t('relay.broken.proof')} value={text} copyLabel={t('copy')} autoFocus />
      )}
    </li>
  );
};

/** [N4] What a relay signed that contradicts itself. */
export const RelayProofs = ({ space, relay }: { space: string; relay: string }) => {
  const t = useTexts();
  const proofs = useQuery('proof.list', { space }, (event) => event.type === 'sync' && event.space === space);
  const own = (proofs.data ?? []).filter((proof) => proof.relay === relay);
  return (
    <>
      <p className="relay-broken small">
        <TriangleAlert size={16} aria-hidden="true" />
        <strong>{t('relay.broken')}</strong>
      </p>
      <ul className="relay-proofs">
        {own.map((proof) => (
          <ProofLine key={proof.id} space={space} proof={proof} />
        ))}
      </ul>
      <p className="small soft">{t('relay.broken.explain')}</p>
    </>
  );
};
