/** Why a person is asked, in the words of the approval's contract. */
const ASK_REASONS: Readonly<Record<string, string>> = {
  'approval.required': 'requires_approval',
  'review.new': 'review_new',
  'review.changed': 'review_changed',
  'definition.not_merged': 'definition_drift',
  'name.flagged': 'name_flagged',
  'scope.ask': 'strictness',
};

export function toAskReason(verdictCode: string): string {
  return ASK_REASONS[verdictCode] ?? 'requires_approval';
}
