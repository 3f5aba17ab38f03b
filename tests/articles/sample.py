"""An article of the tests' own writing, in the manner of a news agency, and its source."""

TEXT = """\
Neighbours line up behind French campaign in Mali

PARIS, Jan. 18 - West African governments and European allies added troops and trainers to the campaign \
in northern Mali on Friday, a week after the first strikes, officials in four capitals said.

France now has 1,800 soldiers in Mali, Defence Minister Jean-Yves Le Drian told reporters in Paris. "We \
will stay as long as it takes," he said.

Chad said on Wednesday that it would send 2,000 troops. Nigeria will send 1,200 soldiers, a presidential \
spokesman announced in Abuja. Togo has already deployed 145 soldiers to Bamako.

Ivory Coast pledged 350 troops, its foreign minister said after a meeting in Abidjan, and Sierra Leone \
approved 280 soldiers for the African-led force.

Belgium will send 45 soldiers with two helicopters. Spain approved 40 military trainers for the European \
mission, and Hungary offered 12 military trainers.

Gambia pledged 90 soldiers on Thursday. Rwanda said it would send 60 military trainers. Germany ruled out \
sending combat troops.

The price of millet in Gao has doubled since the market closed, traders said, and the harmattan keeps \
small boats on the river bank."""
TITLE = "Neighbours line up behind French campaign in Mali"
PUBLISHER = "The Sahel Courier"
URL = "https://example.org/neighbours-line-up"
PUBLISHED = "2013-01-18"
# Words of the text that no statement is made of.
UNSAID = ("the harmattan keeps small boats", "The price of millet in Gao")
FORM = {
    "text": TEXT,
    "operation": "serval",
    "statement.source.title": TITLE,
    "statement.source.publisher": PUBLISHER,
    "statement.source.url": URL,
    "statement.source.published_on": PUBLISHED,
    "statement.source.kind": "newspaper",
}
