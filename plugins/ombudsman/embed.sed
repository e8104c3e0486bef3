# SPDX-License-Identifier: Apache-2.0
# A text as a C string literal, a line each.
s/[\\"]/\\&/g
s/^/"/
s/$/\\n"/
