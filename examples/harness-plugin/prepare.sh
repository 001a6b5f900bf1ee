#!/bin/sh
# Makes the small repository `upstream` that the example clones.
set -eu
cd "$(dirname "$0")"
rm -rf upstream
git init --quiet --initial-branch main upstream
echo 'hello from the repository' >upstream/greeting.txt
git -C upstream add greeting.txt
export GIT_AUTHOR_DATE='2026-01-02 03:04:05 +0000' GIT_COMMITTER_DATE='2026-01-02 03:04:05 +0000'
git -C upstream -c user.name=pipec -c user.email=pipec@example.com -c commit.gpgsign=false commit --quiet -m 'Say hello'
