package dev.mekiki.port;

import java.util.List;

/** Brings metrics. */
public interface MetricProvider {
    List<Metric> metrics();
}
