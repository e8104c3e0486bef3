# SPDX-License-Identifier: Apache-2.0
"""An institution of the demonstration: what it is called, which cases are
its own, how the hub reaches it, and the programs it runs.

Whoever adds one writes a file demo_<name>.py with a Party of its own and names
it in demo_run.py; hub, routes and table know it from there."""


class Party:
    """One institution.  Its routes stand behind Kantor Staf Presiden's, which
    proposes it for what is its own, unless cases come to it directly."""

    protocol = "API"        # what the table calls how it is reached
    brings = 0              # cases that it hands in by itself

    def __init__(self, identity, name, categories=(), direct=False):
        self.id, self.name = identity, name
        self.categories, self.direct = categories, direct
        self.failure = None     # why it cannot go on

    def start(self, stand):
        """Starts its programs; the hub's address is known, the hub is not
        there yet."""

    def section(self, _stand):
        """What stands in its section beside the name."""
        return '  plugin = "none"\n'

    def begin(self, stand):
        """The hub is there."""

    def has_heard(self):
        """Whether all came back that it waits for."""
        return True

    def end(self):
        """Every case is decided; the programs end with the stand's."""

    def routes(self):
        """The rules that lead to it."""
        if not self.categories:
            return ""
        names = ", ".join(f'"{c}"' for c in self.categories)
        return (f'route "{self.id}" {{ category = {{ {names} }} '
                f'to = "{self.id}" }}\n')

    def conf(self, stand):
        """Its file of configuration."""
        return (f'institution "{self.id}" {{\n  name = "{self.name}"\n'
                f'{self.section(stand)}}}\n{self.routes()}')
