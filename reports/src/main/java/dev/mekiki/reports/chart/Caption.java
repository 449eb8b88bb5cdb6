package dev.mekiki.reports.chart;

/**
 * What a chart says to those who can't see it.
 *
 * @param id unique in the page
 */
public record Caption(String id, String title, String description) {}
