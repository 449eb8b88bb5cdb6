package dev.mekiki.reports;

/**
 * A candidate as it appears everywhere in the report.
 *
 * @param style class of its colour
 * @param sign its shape as a character
 */
public record Who(String name, String style, String sign) {}
