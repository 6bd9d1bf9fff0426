#!/usr/bin/env bash
# Checks the subject of every commit since the rule was adopted: conventional form, and at most 72 characters.
set -euo pipefail
cd "$(dirname "$0")/.."
# Characters, not bytes, are counted.
export LC_ALL=C.UTF-8

# Exclusive: earlier subjects are left as they are.
BASE=2b084a1
MAX=72
FORM='^[a-z]+(\([a-z0-9._/-]+\))?!?: [^ ].*$'

if ! git merge-base --is-ancestor "$BASE" HEAD 2>/dev/null; then
  echo "commit subjects: skipped, commit $BASE is not in this history"
  exit 0
fi

count=0
offenders=0
# Merge commits name branches and are left out; subjects of squashed merges start with "merge:", which FORM allows.
while IFS= read -r subject; do
  [ -n "$subject" ] || continue
  count=$((count + 1))
  if ! [[ $subject =~ $FORM ]]; then
    echo "$subject"
    echo "  not of the form \"type(scope)!: text\", or \"merge: text\""
    offenders=$((offenders + 1))
  elif [ "${#subject}" -gt "$MAX" ]; then
    echo "$subject"
    echo "  ${#subject} characters, at most $MAX are allowed"
    offenders=$((offenders + 1))
  fi
done < <(git log --no-merges --format=%s "$BASE..HEAD")

echo "commit subjects: $count checked, $offenders wrong"
[ "$offenders" -eq 0 ]
