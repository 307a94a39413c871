"""What goes wrong in sending, each in one sentence with what to do."""

import smtplib
import socket
import ssl
from collections.abc import Sequence

from toolkit.mail.account import Account
from toolkit.wording import number

_AGAIN = "Xem lại bằng lệnh «phuluc cai-dat-thu»."


def sentence(fault: Exception, account: Account) -> str:
    """Why there is no talk with the server of this account."""
    if isinstance(fault, smtplib.SMTPServerDisconnected) and isinstance(fault.__context__, TimeoutError):
        fault = fault.__context__
    server, reason = account.server, getattr(fault, "verify_message", "")
    told: tuple[tuple[type[Exception], str], ...] = (
        (
            ssl.SSLCertVerificationError,
            f"Chứng chỉ của máy chủ thư {server} không đáng tin ({reason}) nên chưa gửi gì. "
            "Kiểm tra tên máy chủ và ngày giờ của máy tính, hoặc hỏi người quản trị máy chủ thư.",
        ),
        (ssl.SSLError, f"Không lập được kết nối mã hóa với {server}. Kiểm tra cổng và kiểu bảo mật. {_AGAIN}"),
        (socket.gaierror, f"Không tìm thấy máy chủ thư {account.host}. Kiểm tra tên máy chủ và mạng. {_AGAIN}"),
        (
            ConnectionRefusedError,
            f"Máy chủ thư {server} không nhận kết nối. Kiểm tra tên máy chủ, cổng, mạng. {_AGAIN}",
        ),
        (TimeoutError, f"Máy chủ thư {server} không trả lời. Kiểm tra mạng rồi chạy lại."),
        (
            smtplib.SMTPAuthenticationError,
            f"Máy chủ thư {server} không nhận tên đăng nhập {account.user} hoặc mật khẩu. {_AGAIN}",
        ),
        (
            smtplib.SMTPNotSupportedError,
            f"Máy chủ thư {server} không hỗ trợ kiểu bảo mật hoặc cách đăng nhập đã chọn. {_AGAIN}",
        ),
        (UnicodeError, f"Tên máy chủ, tên đăng nhập hoặc mật khẩu thư có chữ mà máy chủ thư không dùng được. {_AGAIN}"),
        (smtplib.SMTPServerDisconnected, f"Máy chủ thư {server} ngắt kết nối nên chưa gửi được. Chạy lại sau ít phút."),
        (
            smtplib.SMTPResponseException,
            f"Máy chủ thư {server} chưa phục vụ ({getattr(fault, 'smtp_code', '')}). Chạy lại sau ít phút.",
        ),
    )
    found = next((text for kind, text in told if isinstance(fault, kind)), None)
    return found or f"Không kết nối được với máy chủ thư {server}. Kiểm tra mạng rồi chạy lại."


def refusal(address: str, code: int, reply: str) -> str:
    """Why the server does not take the letter for this recipient."""
    if code < 500:
        return f"Máy chủ thư còn hoãn nhận thư gửi {address} ({reply}). Chạy lại sau ít phút."
    return f"Máy chủ thư từ chối thư gửi {address} ({reply}). Kiểm tra địa chỉ, hoặc hỏi người quản trị máy chủ thư."


def too_large(size: int, limit: int) -> str:
    """The letter is larger than the server said it takes; both in bytes."""
    return (
        f"Thư lớn {_megabytes(size)} MB, máy chủ thư chỉ nhận đến {_megabytes(limit)} MB. "
        "Gửi tệp bằng cách khác, hoặc bớt tệp kèm theo."
    )


def unknown(addresses: Sequence[str]) -> str:
    """The connection was lost after the letter had gone and before an answer came."""
    return (
        f"Mất kết nối sau khi đã gửi thư cho {', '.join(addresses)}: chưa rõ máy chủ đã nhận chưa nên không tự gửi "
        "lại. Hỏi nơi nhận; nếu chưa có thư thì gửi lại với --force."
    )


def _megabytes(size: int) -> str:
    return number(round(size / 2**20, 2))
