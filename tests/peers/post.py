# SPDX-License-Identifier: Apache-2.0
"""A small post office on Twisted: SMTP and IMAP over TLS, each user with a
mailbox that takes any "+detail" of the address.  Nothing leaves it.

    post.py --cert CERT --key KEY --password-file FILE --port-file FILE USER...

FILE of the ports gets "SMTP IMAP" once both listen."""
import argparse
from io import BytesIO
from pathlib import Path

from twisted.cred import checkers, portal
from twisted.internet import defer, reactor, ssl
from twisted.mail import imap4, smtp
from twisted.internet.protocol import Factory
from zope.interface import implementer


@implementer(imap4.IMessage, imap4.IMessageFile)
class Letter:
    """One letter as it came."""

    def __init__(self, uid, raw):
        self.uid, self.raw, self.flags = uid, raw, set()

    def open(self):
        return BytesIO(self.raw)

    def getBodyFile(self):
        return BytesIO(self.raw.partition(b"\r\n\r\n")[2])

    def getUID(self):
        return self.uid

    def getFlags(self):
        return self.flags

    def getInternalDate(self):
        return "02-Feb-2026 09:41:00 +0800"

    def getSize(self):
        return len(self.raw)

    def getHeaders(self, negate, *names):
        return {}

    def isMultipart(self):
        return False


@implementer(imap4.IMailbox, imap4.IMailboxInfo)
class Box:
    """The letters of one user, oldest first."""

    def __init__(self):
        self.letters = []

    def add(self, raw):
        self.letters.append(Letter(self.getUIDNext(), raw))

    def getFlags(self):
        return ["\\Seen", "\\Deleted"]

    def getHierarchicalDelimiter(self):
        return "/"

    def getUIDValidity(self):
        return 1

    def getUIDNext(self):
        return len(self.letters) + 1

    def getUID(self, message):
        return self.letters[message - 1].uid

    def getMessageCount(self):
        return len(self.letters)

    def getRecentCount(self):
        return 0

    def getUnseenCount(self):
        return 0

    def isWriteable(self):
        return True

    def destroy(self):
        raise imap4.MailboxException("not here")

    def requestStatus(self, names):
        return imap4.statusRequestHelper(self, names)

    def addListener(self, listener):
        return 1

    def removeListener(self, listener):
        return 1

    def addMessage(self, message, flags=(), date=None):
        self.add(message.read())
        return defer.succeed(None)

    def expunge(self):
        return []

    def fetch(self, messages, uid):
        """By number, which here is the UID."""
        messages.last = len(self.letters)
        return [(n, self.letters[n - 1]) for n in messages
                if 0 < n <= len(self.letters)]

    def store(self, messages, flags, mode, uid):
        return {}


@implementer(imap4.IAccount)
class Account:
    """A user's: the inbox and nothing else."""

    def __init__(self, box):
        self.box = box

    def select(self, name, rw=True):
        return self.box if name.upper() == "INBOX" else None

    def listMailboxes(self, ref, wildcard):
        return [("INBOX", self.box)]

    def isSubscribed(self, name):
        return True


@implementer(smtp.IMessage)
class Coming:
    """A letter that is being handed in."""

    def __init__(self, box):
        self.box, self.lines = box, []

    def lineReceived(self, line):
        self.lines.append(line)

    def eomReceived(self):
        self.box.add(b"\r\n".join(self.lines) + b"\r\n")
        return defer.succeed(None)

    def connectionLost(self):
        self.lines = []


@implementer(smtp.IMessageDelivery)
class Counter:
    """Where letters are handed in, by users and for users alone."""

    def __init__(self, boxes):
        self.boxes = boxes

    def receivedHeader(self, helo, origin, recipients):
        return b"Received: by post.py"

    def validateFrom(self, helo, origin):
        return origin

    def validateTo(self, user):
        local, _, domain = str(user.dest).partition("@")
        box = self.boxes.get(f"{local.partition('+')[0]}@{domain}".lower())
        if box is None:
            raise smtp.SMTPBadRcpt(user)
        return lambda: Coming(box)


@implementer(portal.IRealm)
class Realm:
    def __init__(self, boxes):
        self.boxes = boxes

    def requestAvatar(self, avatar, mind, *interfaces):
        if imap4.IAccount in interfaces:
            box = self.boxes[avatar.decode()]
            return imap4.IAccount, Account(box), lambda: None
        return smtp.IMessageDelivery, Counter(self.boxes), lambda: None


class Speaks(Factory):
    """A factory of one protocol, behind one door."""

    def __init__(self, make, door):
        self.make, self.door = make, door

    def buildProtocol(self, address):
        spoken = self.make()
        spoken.portal = self.door
        spoken.challengers = {b"PLAIN": imap4.PLAINCredentials}
        spoken.factory = self
        return spoken


class Post(smtp.ESMTP):
    """Twisted's, which lacks the one word that a look at a server says."""

    def do_NOOP(self, _):  # pylint: disable=invalid-name
        self.sendCode(250, b"OK")


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--cert", required=True)
    p.add_argument("--key", required=True)
    p.add_argument("--password-file", type=Path, required=True)
    p.add_argument("--port-file", type=Path, required=True)
    p.add_argument("users", nargs="+", metavar="USER")
    args = p.parse_args()
    password = args.password_file.read_text().strip().encode()
    known = checkers.InMemoryUsernamePasswordDatabaseDontUse(
        **{user: password for user in args.users})
    door = portal.Portal(Realm({user: Box() for user in args.users}), [known])
    secure = ssl.DefaultOpenSSLContextFactory(args.key, args.cert)
    ports = [reactor.listenSSL(0, Speaks(make, door), secure,
                               interface="127.0.0.1").getHost().port
             for make in (Post, imap4.IMAP4Server)]
    args.port_file.write_text("{} {}\n".format(*ports))
    reactor.run()


if __name__ == "__main__":
    main()
