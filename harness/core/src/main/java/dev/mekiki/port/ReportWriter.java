package dev.mekiki.port;

import java.io.IOException;
import java.nio.file.Path;

/** Writes a report in one format. */
public interface ReportWriter extends Named {
    /**
     * @param folder an existing folder
     * @return the file that a reader opens first
     */
    Path write(ReportModel model, Path folder) throws IOException;
}
