import type { Direct } from '@plexi/operations';
import { useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { Avatar } from '../identity/Avatar.tsx';
import type { Named } from '../lookalike/flag-name.ts';
import { NameFlag } from '../lookalike/NameFlag.tsx';
import { oneLine } from '../markdown/one-line.ts';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

export interface RequestsSheetProps {
  directs: readonly Direct[];
  /** Everybody who is known: a stranger may call themselves like one of them. */
  known: readonly Named[];
  onOpen: (space: string, channel: string) => void;
  onClose: () => void;
}

type Answer = 'accept' | 'decline' | 'block';

interface RequestProps extends Pick<RequestsSheetProps, 'known' | 'onOpen'> {
  direct: Direct;
}

const Request = ({ direct, known, onOpen }: RequestProps) => {
  const t = useTexts();
  const peer = usePeer();
  const [sure, setSure] = useState(false);
  const { by, latest, members } = direct;
  const answer = useCommand(async (how: Answer) => {
    if (how === 'block') await peer.call('account.block', { space: direct.space, name: by.account });
    if (how === 'accept') {
      await peer.call('dm.accept', { dm: direct.space });
      onOpen(direct.space, direct.channel);
    } else await peer.call('dm.decline', { dm: direct.space });
  });
  return (
    <li className="request">
      <Avatar id={by.account} name={by.name} />
      <div className="request-words">
        <p className="person-name">
          <bdi>{by.name}</bdi>
        </p>
        <NameFlag id={by.account} name={by.name} among={known} />
        {members.length > 2 ? (
          <p className="small soft">{t('request.with', { names: direct.name })}</p>
        ) : null}
        <p className="request-text">
          {latest === undefined ? (
            <span className="faint">{t('request.silent')}</span>
          ) : (
            <bdi>{oneLine(latest.text)}</bdi>
          )}
        </p>
        <FailureNotice failure={answer.failure} />
        <div className="row">
          <Button look="primary" onPress={() => answer.run('accept')} busy={answer.busy}>
            {t('request.accept')}
          </Button>
          <Button onPress={() => answer.run('decline')}>{t('request.decline')}</Button>
          <Button
            look={sure ? 'danger' : 'quiet'}
            aria-label={t(sure ? 'request.block.sure' : 'request.block.name', { name: by.name })}
            onPress={() => (sure ? answer.run('block') : setSure(true))}
          >
            {t(sure ? 'request.block.sure' : 'request.block', { name: by.name })}
          </Button>
        </div>
        {sure ? <p className="small soft">{t('request.block.what')}</p> : null}
      </div>
    </li>
  );
};

/** People who are not known yet and want to talk: their words, and what to answer. Nothing tells them that one has looked. */
export const RequestsSheet = ({ directs, known, onOpen, onClose }: RequestsSheetProps) => {
  const t = useTexts();
  const requests = directs.filter(({ request }) => request);
  const open = (space: string, channel: string): void => {
    onOpen(space, channel);
    onClose();
  };
  return (
    <Sheet title={t('request.title', { count: requests.length })} onClose={onClose}>
      <p className="soft">{requests.length === 0 ? t('request.none') : t('request.lead')}</p>
      <ul className="requests">
        {requests.map((direct) => (
          <Request key={direct.space} direct={direct} known={known} onOpen={open} />
        ))}
      </ul>
    </Sheet>
  );
};
