import type { Member, Role } from '@plexi/operations';
import { ShieldCheck, UserMinus, UserPlus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { PresenceDot } from '../awareness/PresenceDot.tsx';
import { StatusWords } from '../awareness/StatusWords.tsx';
import { usePresence } from '../awareness/use-presence.ts';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { Avatar } from '../identity/Avatar.tsx';
import { NameFlag } from '../lookalike/NameFlag.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { VerifiedMark } from '../verification/VerifiedMark.tsx';
import { Pane } from '../workspace/Pane.tsx';

export interface MembersPaneProps {
  space: { id: string; name: string };
  members: readonly Member[];
  ownRole: Role | undefined;
  onInvite: () => void;
  onProfile: (account: string) => void;
  onClose: () => void;
}

/** Machines stay what they came as. */
const mayBeAdmin = (role: Role): boolean => role !== 'owner' && role !== 'ai' && role !== 'bot';

type Intent = { kind: 'remove' | 'promote' | 'demote'; member: Member };

/** Says what will happen, to whom, and what can't be taken back, before it happens. */
const MemberSheet = ({ intent, space, onClose }: { intent: Intent; space: string; onClose: () => void }) => {
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const { kind, member } = intent;
  const { name } = member;
  const act = useCommand(async () => {
    if (kind === 'remove') await peer.call('member.remove', { space, name: member.account });
    else
      await peer.call('member.role', {
        space,
        name: member.account,
        role: kind === 'promote' ? 'admin' : 'member',
      });
    say(t(`member.${kind}.done`, { name }));
    onClose();
  });
  return (
    <Sheet title={t(`member.${kind}.title`, { name })} onClose={onClose} alert>
      <p>{t(`member.${kind}.what`, { name })}</p>
      <FailureNotice failure={act.failure} />
      <div className="sheet-actions">
        <Button onPress={onClose} autoFocus>
          {t('cancel')}
        </Button>
        <Button look={kind === 'remove' ? 'danger' : 'primary'} onPress={act.run} busy={act.busy}>
          {t(`member.${kind}`)}
        </Button>
      </div>
    </Sheet>
  );
};

/** Who is in the space, in which role, and what may be done about it. */
export const MembersPane = ({ space, members, ownRole, onInvite, onProfile, onClose }: MembersPaneProps) => {
  const t = useTexts();
  const [intent, setIntent] = useState<Intent>();
  const presence = usePresence(space.id);
  const names = useMemo(() => members.map(({ account, name }) => ({ id: account, name })), [members]);
  const mayInvite = ownRole === 'owner' || ownRole === 'admin';
  return (
    <Pane title={t('member.title', { count: members.length })} onClose={onClose}>
      {mayInvite ? (
        <Button icon={<UserPlus size={16} />} onPress={onInvite}>
          {t('invite.people')}
        </Button>
      ) : null}
      <ul className="members">
        {members.map((member) => (
          <li key={member.account} className="member">
            <Avatar id={member.account} name={member.name} />
            <div className="member-words">
              <p className="member-name">
                <AriaButton className="person-link" onPress={() => onProfile(member.account)}>
                  <bdi>{member.name}</bdi>
                </AriaButton>{' '}
                {member.self ? <span className="faint">{t('member.you')}</span> : null}
                <VerifiedMark accounts={[member.account]} />
                <PresenceDot presence={presence.get(member.account)} />
              </p>
              <StatusWords presence={presence.get(member.account)} />
              <NameFlag id={member.account} name={member.name} among={names} />
              <p className="small soft">
                {t(`role.${member.role}`)} · {t('member.devices', { count: member.devices })}
              </p>
              <p className="mono tiny faint">{member.fingerprint}</p>
              {member.self ? null : (
                <div className="row member-actions">
                  {ownRole === 'owner' && mayBeAdmin(member.role) ? (
                    <Button
                      look="quiet"
                      icon={<ShieldCheck size={15} />}
                      onPress={() =>
                        setIntent({ kind: member.role === 'admin' ? 'demote' : 'promote', member })
                      }
                    >
                      {member.role === 'admin' ? t('member.demote') : t('member.promote')}
                    </Button>
                  ) : null}
                  {member.canRemove ? (
                    <Button
                      look="quiet"
                      icon={<UserMinus size={15} />}
                      onPress={() => setIntent({ kind: 'remove', member })}
                      aria-label={t('member.remove.name', { name: member.name })}
                    >
                      {t('member.remove')}
                    </Button>
                  ) : null}
                </div>
              )}
            </div>
          </li>
        ))}
      </ul>
      {intent === undefined ? null : (
        <MemberSheet intent={intent} space={space.id} onClose={() => setIntent(undefined)} />
      )}
    </Pane>
  );
};
