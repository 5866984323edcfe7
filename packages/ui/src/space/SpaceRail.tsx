import type { SpaceSummary } from '@plexi/operations';
import { Plus } from 'lucide-react';
import { Button as AriaButton, Tooltip, TooltipTrigger } from 'react-aria-components';
import { Avatar } from '../identity/Avatar.tsx';
import { MarkedName } from '../lookalike/MarkedName.tsx';
import { namesOfPlaces } from '../lookalike/names-of.ts';
import { useNameOddity } from '../lookalike/use-name-oddity.ts';
import { SyncDot, useSync } from '../sync/SyncDot.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

interface RailSpaceProps {
  space: SpaceSummary;
  spaces: readonly SpaceSummary[];
  current: boolean;
  onSelect: () => void;
}

const RailSpace = ({ space, spaces, current, onSelect }: RailSpaceProps) => {
  const t = useTexts();
  const { saying } = useSync(space.state === 'ready' ? space.id : undefined);
  const words = space.state === 'ready' ? t(saying.key, saying.values) : t(`space.state.${space.state}`);
  const oddity = useNameOddity(space, namesOfPlaces(spaces));
  return (
    <li className="rail-item" data-current={current}>
      <TooltipTrigger delay={300} closeDelay={60}>
        <AriaButton
          className="rail-space"
          onPress={onSelect}
          aria-label={[t('space.rail', { name: space.name, state: words }), oddity]
            .filter(Boolean)
            .join('. ')}
          {...(current ? { 'aria-current': 'true' } : {})}
        >
          <Avatar id={space.id} name={space.name} shape="space" />
          {space.state === 'ready' ? (
            <SyncDot saying={saying} />
          ) : (
            <span className="sync-dot" data-tone={space.state} aria-hidden="true" />
          )}
        </AriaButton>
        <Tooltip className="tooltip" placement="end" offset={8}>
          <MarkedName id={space.id} name={space.name} among={namesOfPlaces(spaces)} /> · {words}
        </Tooltip>
      </TooltipTrigger>
    </li>
  );
};

export interface SpaceRailProps {
  spaces: readonly SpaceSummary[];
  current: string | undefined;
  onSelect: (space: string) => void;
  onAdd: () => void;
}

/** Every space, one click away, each with its sync dot. */
export const SpaceRail = ({ spaces, current, onSelect, onAdd }: SpaceRailProps) => {
  const t = useTexts();
  return (
    <nav className="rail" aria-label={t('spaces')}>
      <ul>
        {spaces.map((space) => (
          <RailSpace
            key={space.id}
            space={space}
            spaces={spaces}
            current={space.id === current}
            onSelect={() => onSelect(space.id)}
          />
        ))}
      </ul>
      <TooltipTrigger delay={300} closeDelay={60}>
        <AriaButton className="rail-add" onPress={onAdd} aria-label={t('space.add')}>
          <Plus size={20} />
        </AriaButton>
        <Tooltip className="tooltip" placement="end" offset={8}>
          {t('space.add')}
        </Tooltip>
      </TooltipTrigger>
    </nav>
  );
};
