import type { ChannelSummary, Member } from '@plexi/operations';
import { UserMinus, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { Avatar } from '../identity/Avatar.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { Pane } from '../workspace/Pane.tsx';
import { PeoplePicker } from './PeoplePicker.tsx';
import { usePeople } from './use-people.ts';

export interface ChannelPeoplePaneProps {
  space: { id: string; name: string };
  channel: ChannelSummary;
  onClose: () => void;
}

/** People that one goes of adding takes. */
const MOST = 64;

const AddSheet = ({
  space,
  channel,
  members,
  onClose,
}: ChannelPeoplePaneProps & { members: readonly Member[] }) => {
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const { people, failure } = usePeople([space]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const others = people?.filter(({ account }) => members.every((member) => member.account !== account));
  const add = useCommand(async () => {
    await peer.call('channel.add', { space: space.id, channel: channel.id, names: [...chosen] });
    say(t('private.added', { count: chosen.size, channel: channel.name }));
    onClose();
  });
  return (
    <Sheet title={t('private.add.title', { channel: channel.name })} onClose={onClose}>
      <div className="form">
        <p className="soft">{t('private.add.what')}</p>
        <PeoplePicker people={others} chosen={chosen} onChange={setChosen} most={MOST} autoFocus />
        <FailureNotice failure={failure ?? add.failure} />
        <div className="sheet-actions">
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button look="primary" onPress={() => add.run()} busy={add.busy} isDisabled={chosen.size === 0}>
            {t('private.add.done', { count: chosen.size })}
          </Button>
        </div>
      </div>
    </Sheet>
  );
};

const RemoveSheet = ({ space, channel, member, onClose }: ChannelPeoplePaneProps & { member: Member }) => {
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const { name } = member;
  const remove = useCommand(async () => {
    await peer.call('channel.remove', { space: space.id, channel: channel.id, name: member.account });
    say(t('private.removed', { name, channel: channel.name }));
    onClose();
  });
  return (
    <Sheet title={t('private.remove.title', { name, channel: channel.name })} onClose={onClose} alert>
      <p>{t('private.remove.what', { name })}</p>
      <FailureNotice failure={remove.failure} />
      <div className="sheet-actions">
        <Button onPress={onClose} autoFocus>
          {t('cancel')}
        </Button>
        <Button look="danger" onPress={() => remove.run()} busy={remove.busy}>
          {t('member.remove')}
        </Button>
      </div>
    </Sheet>
  );
};

/** Who is in a private channel, and adding and removing them: what will happen is said before. */
export const ChannelPeoplePane = ({ space, channel, onClose }: ChannelPeoplePaneProps) => {
  const t = useTexts();
  const people = useQuery(
    'channel.members',
    { space: space.id, channel: channel.id },
    (event) => event.type === 'space' && event.space === space.id,
  );
  const [adding, setAdding] = useState(false);
  const [leaver, setLeaver] = useState<Member>();
  const members = people.data?.members ?? [];
  return (
    <Pane title={t('private.people', { count: members.length })} onClose={onClose}>
      <p className="small soft">{t('private.lead', { space: space.name })}</p>
      <FailureNotice failure={people.failure} onRetry={people.reload} />
      {people.data?.canAdd === true ? (
        <Button icon={<UserPlus size={16} />} onPress={() => setAdding(true)}>
          {t('private.add')}
        </Button>
      ) : null}
      <ul className="members">
        {members.map((member) => (
          <li key={member.account} className="member">
            <Avatar id={member.account} name={member.name} />
            <div className="member-words">
              <p className="member-name">
                <bdi>{member.name}</bdi>{' '}
                {member.self ? <span className="faint">{t('member.you')}</span> : null}
              </p>
              <p className="small soft">
                {t(`role.${member.role}`)} · {t('member.devices', { count: member.devices })}
              </p>
              {member.canRemove && !member.self ? (
                <div className="row member-actions">
                  <Button
                    look="quiet"
                    icon={<UserMinus size={15} />}
                    onPress={() => setLeaver(member)}
                    aria-label={t('member.remove.name', { name: member.name })}
                  >
                    {t('member.remove')}
                  </Button>
                </div>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
      {adding ? (
        <AddSheet space={space} channel={channel} members={members} onClose={() => setAdding(false)} />
      ) : null}
      {leaver === undefined ? null : (
        <RemoveSheet space={space} channel={channel} member={leaver} onClose={() => setLeaver(undefined)} />
      )}
    </Pane>
  );
};
