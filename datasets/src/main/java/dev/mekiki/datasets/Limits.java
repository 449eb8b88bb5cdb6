package dev.mekiki.datasets;

/**
 * What a data file may cost.
 *
 * @param bytes of a file
 * @param rows of a file
 * @param depth of lists and objects within a row
 * @param characters of one value, in UTF-16 units
 * @param fields of a row
 * @param problems that are listed before reading stops
 */
record Limits(long bytes, int rows, int depth, int characters, int fields, int problems) {
    static final Limits USUAL = new Limits(512L << 20, 2_000_000, 32, 8 << 20, 2_000, 100);
}
