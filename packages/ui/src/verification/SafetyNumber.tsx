import { useTexts } from '../texts/TextsProvider.tsx';

/** Digits in groups, read out one by one: left to right in every language, as they are compared. */
export const SafetyNumber = ({ number }: { number: string }) => {
  const t = useTexts();
  return (
    <ol className="safety-number mono" aria-label={t('verify.number')} dir="ltr">
      {number.split(' ').map((group, place) => (
        <li key={`${place}/${group}`}>
          <span aria-hidden="true">{group}</span>
          <span className="unseen">{Array.from(group).join(' ')}</span>
        </li>
      ))}
    </ol>
  );
};
