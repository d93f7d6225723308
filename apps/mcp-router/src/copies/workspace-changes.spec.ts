import { describe, expect, it } from '@jest/globals';
import { WorkspaceChanges } from './workspace-changes.js';

describe('changes of a workspace', () => {
  it('are told to everybody, also where one listener fails, and do not hide that', () => {
    const changes = new WorkspaceChanges();
    const heard: string[] = [];
    changes.listen(() => {
      throw new Error('a mistake');
    });
    const unlisten = changes.listen((workspaceId) => heard.push(workspaceId));
    expect(() => changes.changed('one')).toThrow(AggregateError);
    unlisten();
    expect(() => changes.changed('one')).toThrow('not everybody could be told');
    expect([heard, changes.revisionOf('one'), changes.revisionOf('other')]).toEqual([['one'], 2, 0]);
  });
});
