import { inWords, type PluginSummary } from '@plexi/operations';
import { CircleAlert, PanelRight, RefreshCw, ShieldCheck, ShieldOff, Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { sayCapability } from './say-capability.ts';

export interface PluginCardProps {
  plugin: PluginSummary;
  /** The space that a grant could be limited to. */
  space: { id: string; name: string };
  onPanel: (plugin: string) => void;
}

const FINGERPRINT = 16;

/** Capabilities in plain words, each meaning once; what acts for the person stands out. */
const Capabilities = ({ title, list }: { title: string; list: readonly string[] }) => {
  const t = useTexts();
  const said = list.map((capability) => ({ capability, ...sayCapability(capability, t) }));
  return (
    <>
      <h4>{title}</h4>
      <ul className="plugin-asks">
        {said
          .filter(({ words }, i) => said.findIndex((one) => one.words === words) === i)
          .map(({ capability, words, acts }) => (
            <li key={capability} data-acts={acts}>
              {words}
            </li>
          ))}
      </ul>
    </>
  );
};

/** One plugin: what it is, what it may do in plain words, and what the person can do about it. */
export const PluginCard = ({ plugin, space, onPanel }: PluginCardProps) => {
  const t = useTexts();
  const peer = usePeer();
  const heading = useId();
  const [removing, setRemoving] = useState(false);
  const { id, grants, state } = plugin;
  const name = inWords(plugin.name, t.locale);
  const own = grants.filter(({ by }) => by === 'person');
  const allow = useCommand(async (only: string | undefined) => {
    await peer.call('plugin.grant', { plugin: id, ...(only === undefined ? {} : { space: only }) });
  });
  const withdraw = useCommand(async () => {
    await peer.call('plugin.revoke', { plugin: id });
  });
  const reload = useCommand(async () => {
    await peer.call('plugin.reload', { plugin: id });
  });
  const remove = useCommand(async () => {
    await peer.call('plugin.remove', { plugin: id });
  });
  const given = new Set(grants.flatMap(({ capabilities }) => capabilities));
  const more = plugin.asks.filter((capability) => !given.has(capability));
  return (
    <article className="card plugin" aria-labelledby={heading}>
      <header className="plugin-head">
        <h3 id={heading}>
          <bdi>{name}</bdi>
        </h3>
        <span className="plugin-state" data-state={state}>
          {t(`plugin.state.${state}`)}
        </span>
      </header>
      <p>
        <bdi>{inWords(plugin.summary, t.locale)}</bdi>
      </p>
      <p className="small soft">{t('plugin.by', { author: plugin.author, version: plugin.version })}</p>
      {plugin.problem === undefined ? null : (
        <p className="plugin-problem">
          <CircleAlert size={15} aria-hidden="true" />
          <span>{t('plugin.problem', { problem: plugin.problem })}</span>
        </p>
      )}
      {plugin.reloadProblem === undefined ? null : (
        <p className="plugin-problem">
          <CircleAlert size={15} aria-hidden="true" />
          <span>{t('plugin.reload.problem', { code: plugin.reloadProblem.code })}</span>
        </p>
      )}
      <section>
        {plugin.asks.length === 0 ? <p className="small soft">{t('plugin.asks.nothing')}</p> : null}
        {given.size === 0 ? null : <Capabilities title={t('plugin.may')} list={[...given]} />}
        {more.length === 0 ? null : (
          <Capabilities title={t(given.size === 0 ? 'plugin.asks' : 'plugin.asks.more')} list={more} />
        )}
        {grants.map((grant) => (
          <p key={`${grant.by}/${grant.space ?? ''}`} className="small soft">
            {t(grant.by === 'space' ? 'plugin.granted.space' : 'plugin.granted.person', {
              where: grant.space === undefined ? 'everywhere' : 'space',
              space: grant.spaceName ?? '',
            })}
          </p>
        ))}
        <details className="plugin-exact">
          <summary>{t('plugin.exact')}</summary>
          <p className="mono tiny">{plugin.asks.join(', ')}</p>
          <p className="mono tiny">{t('plugin.key', { key: plugin.authorKey.slice(0, FINGERPRINT) })}</p>
          <p className="mono tiny">{t('plugin.hash', { hash: plugin.hash.slice(0, FINGERPRINT) })}</p>
          {plugin.path === undefined ? null : <p className="mono tiny">{plugin.path}</p>}
        </details>
      </section>
      <FailureNotice failure={allow.failure ?? withdraw.failure ?? reload.failure ?? remove.failure} />
      {removing ? (
        <fieldset className="plugin-ask" aria-label={t('plugin.remove.title', { name })}>
          <p>{t('plugin.remove.what', { name })}</p>
          <div className="row">
            <Button onPress={() => setRemoving(false)}>{t('cancel')}</Button>
            <Button look="danger" onPress={() => remove.run()} busy={remove.busy} autoFocus>
              {t('plugin.remove')}
            </Button>
          </div>
        </fieldset>
      ) : (
        <div className="row plugin-tools">
          {own.length === 0 ? (
            <>
              <Button
                look="primary"
                icon={<ShieldCheck size={15} />}
                onPress={() => allow.run(space.id)}
                busy={allow.busy}
              >
                {t('plugin.allow.space', { space: space.name })}
              </Button>
              <Button onPress={() => allow.run(undefined)} busy={allow.busy}>
                {t('plugin.allow')}
              </Button>
            </>
          ) : (
            <Button icon={<ShieldOff size={15} />} onPress={() => withdraw.run()} busy={withdraw.busy}>
              {t('plugin.withdraw')}
            </Button>
          )}
          {plugin.panel && state !== 'waiting' ? (
            <Button icon={<PanelRight size={15} />} onPress={() => onPanel(id)}>
              {t('plugin.open')}
            </Button>
          ) : null}
          <Button look="quiet" icon={<RefreshCw size={15} />} onPress={() => reload.run()} busy={reload.busy}>
            {t('plugin.reload')}
          </Button>
          <Button look="quiet" icon={<Trash2 size={15} />} onPress={() => setRemoving(true)}>
            {t('plugin.remove')}
          </Button>
        </div>
      )}
    </article>
  );
};
