import { describe, expect, it } from 'vitest';
import { ServiceError } from '../service-error.ts';
import { checkQuery } from './check-query.ts';
import type { Shape } from './request-model.ts';

const fields: Readonly<Record<string, Shape>> = {
  'RegionId!': 'string',
  PageSize: 'number',
  DryRun: 'boolean',
  ids: 'json',
  InstanceTypes: ['string'],
  Tag: [{ 'Key!': 'string', Value: 'string' }],
  Options: { Size: 'number' },
};

function refusal(query: string): string {
  const pairs = query.split('&').map((pair): [string, string | undefined] => {
    const [name = '', value] = pair.split('=');
    return [name, value];
  });
  try {
    checkQuery(fields, pairs);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return `${error.status} ${error.code}: ${error.message}`;
  }
}

describe('checkQuery', () => {
  it.each([
    'RegionId=r',
    'RegionId=r&PageSize=10&DryRun=true',
    'RegionId=r&PageSize=&DryRun',
    'RegionId=r&DryRun=False',
    'RegionId=r&ids=["a"]',
    'RegionId=r&InstanceTypes.1=a&InstanceTypes.2=b',
    'RegionId=r&Tag.2.Key=b&Tag.1.Key=a&Tag.1.Value=x',
    'RegionId=r&Options.Size=5',
  ])('accepts %s', (query) => expect(refusal(query)).toBe('accepted'));

  it.each([
    ['a name that the model does not have', 'RegionId=r&Regionid=r', '400 UnsupportedParameter: Specified parameter Regionid is not supported: this operation has no parameter of that name.'],
    ['a field that a part does not have', 'RegionId=r&Tag.1.Kee=a', '400 UnsupportedParameter: Specified parameter Tag.1.Kee is not supported: this operation has no parameter of that name.'],
    ['a part of what has none', 'RegionId=r&PageSize.1=1', '400 UnsupportedParameter: Specified parameter PageSize.1 is not supported: this operation has no parameter of that name.'],
    ['the mark of a required field in a name', 'RegionId=r&RegionId!=r', '400 UnsupportedParameter: Specified parameter RegionId! is not supported: this operation has no parameter of that name.'],
    ['a number that is none', 'RegionId=r&PageSize=ten', '400 InvalidPageSize: Specified parameter PageSize is not valid.'],
    ['a boolean that is none', 'RegionId=r&DryRun=1', '400 InvalidDryRun: Specified parameter DryRun is not valid.'],
    ['JSON that is none', 'RegionId=r&ids=a,b', '400 Invalidids: Specified parameter ids is not valid.'],
    ['a list that starts at 0', 'RegionId=r&Tag.0.Key=a', '400 UnsupportedParameter: Specified parameter Tag.0.Key is not supported: this operation has no parameter of that name.'],
    ['a gap in a list', 'RegionId=r&Tag.1.Key=a&Tag.3.Key=b', '400 InvalidTag: Specified parameter Tag.3 is not valid.'],
    ['a parameter that is missing', 'PageSize=1', '400 MissingRegionId: RegionId is mandatory for this action.'],
    ['a required parameter that is empty', 'RegionId=', '400 MissingRegionId: RegionId is mandatory for this action.'],
    ['a part that lacks what it needs', 'RegionId=r&Tag.1.Value=x', '400 MissingTag: Tag.1.Key is mandatory for this action.'],
  ])('refuses %s', (_what, query, expected) => expect(refusal(query)).toBe(expected));
});
