# The moderators' table.
comments-heading = Comments
comments-lists = Lists of comments
comments-waiting = { $n ->
    [0] Nothing to read.
    [one] One to read.
   *[other] { $n } to read.
 }
comments-oldest = The oldest has waited since { $when }.
comments-tab-waiting = To read
comments-tab-folded = Spam and floods
comments-tab-reported = Reported by readers
comments-tab-published = Published
comments-tab-rejected = Rejected
comments-tab-hidden = Taken away
comments-today = today
comments-none-waiting = No comment is waiting. The next one appears here.
comments-none-folded = No flood, and nothing that looks like spam.
comments-none-reported = No report to decide.
comments-none-published = No published comment.
comments-none-rejected = No rejected comment.
comments-none-hidden = No comment taken away.
comments-only-article = Only comments on “{ $headline }”.
comments-all-articles = All articles
comments-this-article = only this article
comments-only-group = Only the comments of one flood.
comments-all-groups = All floods
comments-folded = { $n ->
    [one] One more comment looks like spam or part of a flood.
   *[other] { $n } more comments look like spam or part of a flood.
 }
comments-folded-see = { $n ->
    [one] See the group
   *[other] See the { $n } groups
 }
comments-more = More comments
comments-record = { $approved ->
    [one] one comment published
   *[other] { $approved } published
 }, { $refused ->
    [one] one rejected
   *[other] { $refused } rejected
 }
comments-first = first comment
comments-banned = Banned
comments-on = On
comments-answers = In reply to
comments-spam-words = Words that suggest spam:
comments-decided-held = Put back by { $by }, { $when }.
comments-decided-approved = Published by { $by }, { $when }.
comments-decided-rejected = Rejected by { $by }, { $when }.
comments-decided-hidden = Taken away by { $by }, { $when }.
comments-decided-erased = Erased by { $by }, { $when }.
badge-author = Author
badge-newsroom = Newsroom
flag-links = { $n ->
    [one] One link
   *[other] { $n } links
 }
flag-markup = Code in the text
flag-address = Contact details in the text
flag-shout = Mostly capitals
flag-seen = Seen before
flag-spam = { $n }% spam
flag-flood = Part of a flood

# What is done with a comment.
comments-approve = Publish
comments-reject = Reject
comments-hide = Take away
comments-restore = Put back
comments-reason = Explanation for the writer
comments-reason-help = The writer finds it at the comment’s address, beside the ground.
comments-reject-other = Another reason, explained above
comments-reply = Reply
comments-reply-text = Your reply, signed with your name
comments-reply-go = Reply
comments-reply-held = Publish and reply
comments-pass = Pass on
comments-pass-to = To whom
comments-pass-words = A few words
comments-pass-help = It becomes a note on the article, which they find at the desk. The comment stays here.
comments-pass-go = Pass on
comments-ban = Ban
comments-close = Close the thread
comments-open = Open the thread
comments-select = Select
comments-select-all = All
comments-bulk = The selected ones:
comments-bulk-deed = Ground
comments-bulk-reject = Reject selected
comments-bulk-approve = Publish selected
comments-undo = { $n ->
    [one] Undo the last decision
   *[other] Undo the last decision ({ $n } comments)
 }
ground-spam = Advertising or spam
ground-insult = Insult or threat
ground-hate = Incitement to hatred
ground-private = Private details of others
ground-illegal = Against the law
ground-off_topic = Off topic
ground-other = Other
ban-by = By
ban-kind-name = Name
ban-kind-mail = E-mail
ban-kind-prefix = Network it came from
ban-days = For how long
ban-days-n = { $n ->
    [one] one day
   *[other] { $n } days
 }
ban-always = until you let them back
ban-until = until { $when }
ban-why = Why
ban-go = Ban
ban-lift = Let back
comments-bans = Banned

# Floods.
group-same = { $n ->
    [one] A comment seen before
   *[other] { $n } comments nearly alike
 }
group-spam = { $n ->
    [one] A comment that looks like spam
   *[other] { $n } comments that look like spam
 }
group-flood = { $n ->
    [one] A comment of a flood
   *[other] { $n } comments that came at once
 }
group-since = since { $when }
group-away = { $n ->
    [one] one more turned away
   *[other] { $n } more turned away
 }
group-see = { $n ->
    [one] Read it
   *[other] Read the first { $n }
 }
group-reject = Reject all
group-approve = Publish all
group-one-by-one = One by one

# Reports of readers.
notice-says = { $name } reports, { $when }:
notice-nobody = A reader
notice-reason = What you decide and why (whoever reported it reads this)
notice-hide = Take the comment away
notice-keep = Keep it

# Beside the list.
comments-key-move = next, previous
comments-key-approve = publish
comments-key-reject = reject, then the ground
comments-key-reply = reply
comments-key-pass = pass on to who writes
comments-key-select = select
comments-key-undo = undo the last decision, within { $n } minutes
comments-key-help = show the keys
comments-grounds = Grounds for rejecting
comments-grounds-help = The writer finds the ground at the comment’s address.
comments-learnt = What the filter has learnt
comments-learnt-lessons = { $good ->
    [one] One good comment
   *[other] { $good } good comments
 } and { $bad ->
    [one] one of spam
   *[other] { $bad } of spam
 } have taught it something.
comments-learnt-words = { $n ->
    [0] It knows no word yet.
    [one] It knows one word.
   *[other] It knows { $n } words.
 }
comments-learnt-little = It gives an opinion only after { $n } comments of each kind: until then the other rules count.
comments-caught = Spam recognised
comments-missed = Spam missed
comments-false = False alarms
comments-learnt-days = Last { $n } days on this title. It learns from every decision, and forgets what an undone one taught it.
done-comments-approved = Published.
done-comments-rejected = Rejected.
done-comments-hidden = Taken off the page.
done-comments-restored = Back on the page.
done-comments-answered = Reply published.
done-comments-passed = Passed on: the note is on the article.
done-comments-banned = Banned.
done-comments-unbanned = Let back.
done-comments-closed = Thread closed: nobody can reply any more.
done-comments-opened = Thread open again.
done-comments-none = You had selected no comment.
done-comments-undone = Decision undone: the comment waits again.
done-comments-nothing-undone = There is nothing left to undo.
done-comments-notice = Report decided.
