"""The outlines of the world's countries: a package's geometry made into two small files for pages and server."""
