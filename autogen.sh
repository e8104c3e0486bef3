#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Make ./configure out of configure.ac and the Makefile.am fragments.
set -eu
cd "$(dirname "$0")"
mkdir -p m4 build-aux
exec autoreconf --force --install --warnings=all,no-obsolete
