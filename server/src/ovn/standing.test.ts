import { describe, expect, it } from '@jest/globals'
import { claimIds, standing, type Standing } from './standing.ts'

const ours = '0b6c1f5e-8d0e-4b53-9a53-3f6f6a1c2d01'
const theirs = '0b6c1f5e-8d0e-4b53-9a53-3f6f6a1c2d02'

const claim = { deployment: ours, epoch: 7, writer: '0b6c1f5e-8d0e-4b53-9a53-3f6f6a1c2d03' }

describe('whose a northbound database is', () => {
  it.each<[string, Record<string, string>, Standing]>([
    ['nobody wrote to it', {}, { state: 'free' }],
    ['somebody else keeps notes in it', { 'neutron:liveness': '1' }, { state: 'free' }],
    ['an earlier epoch of ours', { 'qn-deployment': ours, 'qn-epoch': '6' }, { state: 'free' }],
    ['our deployment without an epoch', { 'qn-deployment': ours }, { state: 'free' }],
    ['our deployment with an epoch that is no number', { 'qn-deployment': ours, 'qn-epoch': '7th' }, { state: 'free' }],
    ['our claim', claimIds(claim), { state: 'held' }],
    [
      'the claim of another writer of the same epoch',
      claimIds({ ...claim, writer: theirs }),
      { state: 'later', epoch: 7 },
    ],
    ['a later epoch of ours', { 'qn-deployment': ours, 'qn-epoch': '8' }, { state: 'later', epoch: 8 }],
    ['another deployment', { 'qn-deployment': theirs, 'qn-epoch': '1' }, { state: 'foreign', deployment: theirs }],
  ])('%s', (_, externalIds, expected) => {
    expect(standing(new Map(Object.entries(externalIds)), claim)).toEqual(expected)
  })
})
